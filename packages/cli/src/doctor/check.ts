/** What one look found. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly detail: string;
  /** What to do about it. */
  readonly hint?: string;
}

export const ok = (name: string, detail: string): Check => ({ name, state: 'ok', detail });
export const warning = (name: string, detail: string, hint: string): Check => ({ name, state: 'warning', detail, hint });
export const fault = (name: string, detail: string, hint: string): Check => ({ name, state: 'fault', detail, hint });
