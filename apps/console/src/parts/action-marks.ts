/** What the list of actions can be limited to. */
export const actionMarks = ['message', 'edited'] as const;

export type ActionMark = (typeof actionMarks)[number];
