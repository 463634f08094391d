/**
 * Groups of rows that share a key with one another, directly or through others; rows without keys stay alone. Groups are in the
 * order of their first row, rows in theirs.
 */
export const connected = <Row>(rows: readonly Row[], keysOf: (row: Row) => readonly string[]): readonly (readonly [Row, ...Row[]])[] => {
  let groups: { readonly rows: [Row, ...Row[]]; readonly keys: ReadonlySet<string> }[] = [];
  for (const row of rows) {
    const keys = keysOf(row);
    const touched = groups.filter((group) => keys.some((key) => group.keys.has(key)));
    const [first, ...others] = touched;
    if (first === undefined) groups.push({ rows: [row], keys: new Set(keys) });
    else {
      const joined = { rows: [...first.rows, ...others.flatMap((other) => other.rows), row] as [Row, ...Row[]], keys: new Set([...touched.flatMap((group) => [...group.keys]), ...keys]) };
      groups = groups.filter((group) => !others.includes(group)).map((group) => (group === first ? joined : group));
    }
  }
  return groups.map((group) => group.rows);
};
