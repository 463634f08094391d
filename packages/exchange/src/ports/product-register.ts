import type { Article } from '@ncp/domain';

/** The Swedish product register as the counter needs it: sample data now, the official one through a loader. */
export interface ProductRegister {
  byPackId(nplPackId: string): Article | undefined;
  byVarunummer(varunummer: string): Article | undefined;
  /** Packs whose product has this ATC code. */
  byAtc(atc: string): readonly Article[];
  /** Packs whose name begins so, at most `limit`. */
  byName(prefix: string, limit: number): readonly Article[];
}
