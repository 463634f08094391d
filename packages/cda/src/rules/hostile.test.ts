import { describe, expect, it } from '@jest/globals';
import { parseXml } from '@ncp/xml';
import { edited, type Edit } from '../../fixtures/dispensations.js';
import { fullSummary, summaryInput } from '../../fixtures/swedish-summaries.js';
import { checkDocument, encodeSummary, summaryDocument } from '../index.js';

/** Thousands of anything cost thousands of times one, not the square of it. */

const summary = encodeSummary(summaryDocument(summaryInput({ summary: fullSummary })));
/** As often as a message may hold it: larger things less often. */
const manyTimes: Edit = (el) => Array.from({ length: el.local === 'entry' || el.local === 'component' ? 300 : 10_000 }, () => el);
let done = false;
/** Only the first of them: each of several would make a document that is too large. */
const once = (edit: Edit): Edit => (el) => {
  if (done) return [el];
  done = true;
  return edit(el);
};

describe('a document that repeats', () => {
  it.each(['entry', 'component', 'value', 'id', 'templateId', 'effectiveTime', 'translation', 'addr', 'telecom', 'name'])('%s is checked in time', (local) => {
    done = false;
    const root = parseXml(edited(summary, local, once(manyTimes)));
    const from = performance.now();
    const findings = checkDocument(root);
    expect(performance.now() - from).toBeLessThan(5000);
    expect(findings.length).toBeLessThanOrEqual(3001);
  });
});
