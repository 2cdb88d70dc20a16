/**
 * A model while it is made. Where thousands are made, members are assigned one by one: V8 takes five times as long for an object with
 * conditional spreads, and a hundred times as long for one that begins with a spread and gets further members.
 */
export type Writable<Model> = { -readonly [Key in keyof Model]: Model[Key] };
