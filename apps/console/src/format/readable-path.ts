/** A path as documents write it: `/pets/{id}` for `/pets/{{ param.id }}`. */
export function readablePath(path: string): string {
  return path.replaceAll('{{ param.', '{').replaceAll(' }}', '}');
}
