import { ACTIONS, mayAct } from '../operator.js';
import type { Pages } from '../pages.js';
import { rolesView } from '../views/roles.js';

const ACTS = 50;
const KINDS = ['patient-log', 'draw-sample', 'mark-reviewed', 'verify-audit'] as const;

export function roleRoutes({ page, sources: { desk } }: Pages): void {
  page('/roles', async (frame, { session }) => {
    if (!mayAct(session.who.role, ACTIONS['see-acts'])) return rolesView(frame);
    const acts = await Promise.all(KINDS.map((kind) => desk.acts.latest(kind, ACTS)));
    return rolesView(frame, acts.flat().toSorted((a, b) => (a.act.askedAt < b.act.askedAt ? 1 : -1)).slice(0, ACTS));
  });
}
