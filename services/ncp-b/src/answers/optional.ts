type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Only the members that are there: an absent member is left out of an answer, never null. */
export function optional<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
