import type { Instant } from '@ncp/domain';
import type { GapRecorder, Observer, TerminologyGap } from '@ncp/exchange';
import type { Catalogue } from '@ncp/terminology';
import { errorFields, type Logger } from '../logger.js';
import { openCatalogue } from './catalogue-holder.js';
import { gapBuffer } from './gap-buffer.js';

/** Where the report is kept. */
export interface ReportSink {
  add(gaps: readonly (TerminologyGap & { readonly count: number; readonly documents?: number })[], at: Instant): Promise<void>;
  took(taken: { readonly service: string; readonly release: string; readonly hash: string; readonly at: Instant }): Promise<void>;
}

export interface TerminologyParts {
  readonly service: string;
  /** `terminology.folder` of the configuration. */
  readonly folder: string | undefined;
  readonly report: ReportSink;
  readonly observer: Observer;
  readonly log: Logger;
  readonly now: () => Instant;
}

/** The catalogue of a service and the report of what it lacks. */
export interface Terminology {
  /** The release in force. A piece of work asks once and keeps what it got. */
  readonly catalogue: () => Catalogue;
  readonly gaps: GapRecorder;
  /** Before the store is closed: what waits is written. */
  close(): Promise<void>;
}

/** @throws NcpError NCP_TERMINOLOGY_RELEASE, NCP_CDA_CATALOGUE when the release in force cannot be used */
export async function openTerminology({ service, folder, report, observer, log, now }: TerminologyParts): Promise<Terminology> {
  const gaps = gapBuffer({ write: (batch) => report.add(batch, now()), alarm: (code, details) => { observer.alarm(code, details); } });
  const holder = await openCatalogue({
    ...(folder === undefined ? {} : { folder }),
    took: ({ release, sha256 }) => {
      log.info('terminology release taken', { state: release });
      report.took({ service, release, hash: sha256, at: now() }).catch((error: unknown) => { log.warn('terminology release not noted', errorFields(error)); });
    },
    problem: (error) => { observer.alarm(error.code, error.details); },
  });
  return {
    catalogue: holder.current, gaps,
    close: async () => {
      holder.close();
      await gaps.close();
    },
  };
}
