import { ACTIONS } from '../operator.js';
import { actOf, type Pages } from '../pages.js';
import { auditState, auditView, type AuditPage } from '../views/audit.js';

const VERIFICATIONS = 10;

export function auditRoutes({ page, live, change, sources: { desk } }: Pages): void {
  const read = async (): Promise<AuditPage> => {
    const [state, verifications, configurations] = await Promise.all([desk.audit(), desk.acts.latest('verify-audit', VERIFICATIONS), desk.inForce.configurations()]);
    const repository = configurations.find(({ service }) => service === 'dispatcher')?.settings.find(({ path }) => path === 'auditRepository.host');
    const known = configurations.some(({ service }) => service === 'dispatcher');
    return { state, verifications, ...(repository === undefined ? known ? { repository: '' } : {} : { repository: repository.value }) };
  };
  page('/audit', async (frame) => auditView(frame, await read()), ACTIONS['see-audit']);
  live('/audit/events', async (frame) => auditState(frame, await read()), ACTIONS['see-audit']);
  change('/audit/verify', async (frame, ask) => {
    const [latest] = await desk.acts.latest('verify-audit', 1);
    const running = latest !== undefined && (latest.answer === undefined || latest.answer.state === 'working');
    if (!running) await desk.acts.record(actOf(ask, frame.now, { kind: 'verify-audit' }));
    ask.session.notice = running ? frame.t.audit.alreadyRunning : frame.t.audit.begun;
    return '/audit';
  }, ACTIONS['verify-audit']);
}
