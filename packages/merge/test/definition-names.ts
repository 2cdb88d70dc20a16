export const mediaTypes = ['application/json', 'text/xml', 'text/csv'] as const;

/** Definitions that operations may name. */
export const namedDefinitions = ['Pet', 'Order', 'Animal', 'Error', 'X', 'Yz'] as const;

/** Each has one media type. */
export const acceptOf = (name: string): readonly string[] => [mediaTypes[name.length % mediaTypes.length] ?? ''];
