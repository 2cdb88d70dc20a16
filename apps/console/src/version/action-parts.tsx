import type { ActionResource } from '@connectory/contract';

/** A table of parameters, in the order of the document. */
export function Parameters({ parameters }: { readonly parameters: ActionResource['parameters'] }) {
  if (parameters.length === 0) return null;
  return (
    <section className="mt-6">
      <h3 className="mb-2 font-semibold">
        Parameters <span className="font-normal text-quiet">{parameters.length}</span>
      </h3>
      <div className="overflow-hidden rounded-md border border-line">
        <table className="w-full table-fixed">
          <thead className="border-b border-line bg-sunken text-left text-sm text-quiet">
            <tr>
              <th scope="col" className="px-3 py-1.5 font-medium">
                Name
              </th>
              <th scope="col" className="w-18 px-2 py-1.5 font-medium">
                In
              </th>
              <th scope="col" className="w-20 px-2 py-1.5 font-medium">
                Type
              </th>
              <th scope="col" className="w-22 px-2 py-1.5 font-medium">
                Required
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {parameters.map(({ name, in: place, type, required }) => (
              <tr key={`${place} ${name}`}>
                <td className="px-3 py-1.5 font-mono text-sm wrap-anywhere">{name}</td>
                <td className="px-2 py-1.5 text-quiet">{place}</td>
                <td className="px-2 py-1.5 text-quiet">{type}</td>
                <td className="px-2 py-1.5">{required ? 'yes' : <span className="text-quiet">no</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

type BodyList = ActionResource['responses'][number]['definitions'];

/** Bodies by their media types, each with the definition of its schema. */
export function Bodies({ bodies }: { readonly bodies: BodyList }) {
  if (bodies.length === 0) return <p className="text-quiet">No body</p>;
  return (
    <ul className="flex flex-col gap-1">
      {bodies.map(({ id, definition: { name, accept, url } }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3">
          <a href={schemaPath(url)} className="link font-mono text-sm wrap-anywhere">
            {name}
          </a>
          <span className="text-sm wrap-anywhere text-quiet">{accept.join(', ')}</span>
        </li>
      ))}
    </ul>
  );
}

/** At the address by which the browser reaches the service. It may differ from the one that the service knows. */
function schemaPath(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
