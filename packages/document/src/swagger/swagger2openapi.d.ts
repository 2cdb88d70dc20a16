declare module 'swagger2openapi' {
  import type { Json } from '@connectory/importer';

  interface ConvertOptions {
    readonly patch: boolean;
    readonly warnOnly: boolean;
    readonly resolve: boolean;
    readonly resolveInternal: boolean;
    readonly text: string;
  }
  const swagger2openapi: {
    convertObj(document: object, options: ConvertOptions): Promise<{ readonly openapi: Json }>;
  };
  export default swagger2openapi;
}
