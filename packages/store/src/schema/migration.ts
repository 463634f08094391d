/** One step of the schema. Once released, its text never changes: the recorded hash is checked on every start. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}
