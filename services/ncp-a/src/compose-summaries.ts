import { renderSummaryPdf, type CdaConfig, type PdfFont } from '@ncp/cda';
import { IDENTIFIER_ROOTS, type Article } from '@ncp/domain';
import type { CareRecordSource, SummaryService } from '@ncp/exchange';
import { readProductFile } from '@ncp/national';
import type { Config, Logger } from '@ncp/runtime';
import type { Store } from '@ncp/store';
import { SAMPLE_ARTICLES } from '@ncp/terminology';

type SummaryConfiguration = NonNullable<Config['ncpA']['patientSummary']>;

const MINUTE_MS = 60_000;

/** Author of every summary: the system that compiled it (sweden-patient-summary 10). */
const SOFTWARE_NAME = 'NCPeH Sweden';

interface Parts {
  readonly cda: CdaConfig;
  readonly fonts: PdfFont;
  readonly log: Logger;
  readonly store: Store;
  readonly careRecords?: CareRecordSource;
}

/** The Patient Summary service where it is configured; without that it is off (UC-A6 a). @throws NcpError NCP_CONFIG_FILE */
export function composeSummaries({ ncpA: { patientSummary } }: Config, { cda, fonts, log, store, careRecords }: Parts): SummaryService | undefined {
  if (patientSummary === undefined) return undefined;
  const { responsible: { hsaId, given, family }, keepMinutes, exportReason, exportPregnancyHistory, filteringSystems } = patientSummary;
  return {
    config: {
      ...cda, softwareName: SOFTWARE_NAME, dataSource: 'Nationella läkemedelslistan och anslutna vårdgivare',
      responsible: { id: { root: IDENTIFIER_ROOTS.hsaId, extension: hsaId }, given: given.split(/\s+/), family },
    },
    ...(careRecords === undefined ? {} : { careRecords }),
    articles: registerOf(patientSummary, log),
    policy: { exportReason, exportPregnancyHistory, filteringSystems },
    snapshots: store.snapshots, keepMs: keepMinutes * MINUTE_MS,
    renderPdf: (model) => renderSummaryPdf(model, fonts),
  };
}

/** The official register where a file is configured, else the authored sample; of two packs with one id the first counts. */
function registerOf({ products }: SummaryConfiguration, log: Logger): ReadonlyMap<string, Article> {
  const { articles, faults } = products === undefined ? { articles: SAMPLE_ARTICLES, faults: [] } : readProductFile(products);
  if (faults.length > 0) log.warn('product rows left out', { count: faults.length });
  return new Map(articles.toReversed().flatMap((article) => [[article.nplId, article], [article.nplPackId, article]] as const));
}
