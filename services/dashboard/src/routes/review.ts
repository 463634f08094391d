import { randomBytes } from 'node:crypto';
import { formOf } from '@ncp/web';
import { ACTIONS } from '../operator.js';
import { actOf, matching, named, NotHere, type Pages } from '../pages.js';
import { reviewView, SAMPLE_SIZES, sampleView } from '../views/review.js';

const SAMPLES = 26;
const SEED_BYTES = 16;
const SAMPLE = /^\d{1,18}$/;
const EXCHANGE = /^[0-9A-Za-z:._-]{1,64}$/;
const FINDINGS = ['in-order', 'to-investigate'] as const;

export function reviewRoutes({ page, change, sources: { desk } }: Pages): void {
  const needed = ACTIONS['review-log'];
  page('/audit/review', async (frame) => reviewView(frame, await desk.review.samples(SAMPLES)), needed);
  page('/audit/review/:sample', async (frame, ask) => {
    const found = await desk.review.sample(named(ask, 'sample', SAMPLE));
    if (found === undefined) throw new NotHere();
    return sampleView(frame, found);
  }, needed);
  change('/audit/review', async (frame, ask) => {
    const size = SAMPLE_SIZES.find((one) => String(one) === formOf(ask.request)('size'));
    if (size === undefined) throw new NotHere();
    const drawn = await desk.review.draw({ seed: randomBytes(SEED_BYTES).toString('hex'), size, drawnBy: ask.session.who.subject }, actOf(ask, frame.now, { kind: 'draw-sample', detail: String(size) }));
    ask.session.notice = drawn ? frame.t.review.drawn : frame.t.review.nothingNew;
    return '/audit/review';
  }, needed);
  change('/audit/review/:sample', async (frame, ask) => {
    const sample = named(ask, 'sample', SAMPLE);
    const form = formOf(ask.request);
    const exchange = matching(form('exchange'), EXCHANGE);
    const finding = FINDINGS.find((one) => one === form('finding'));
    if (exchange === undefined || finding === undefined) throw new NotHere();
    const marked = await desk.review.mark({ sample, exchange, finding, reviewer: ask.session.who.name }, actOf(ask, frame.now, { kind: 'mark-reviewed', detail: exchange, reason: finding, reference: sample }));
    ask.session.notice = marked ? frame.t.review.marked : frame.t.review.notMarked;
    return `/audit/review/${sample}`;
  }, needed);
}
