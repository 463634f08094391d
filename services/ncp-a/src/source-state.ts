import { isNcpError } from '@ncp/domain';
import type { CareRecordSource, NationalList } from '@ncp/exchange';

/** What a source did when it was last asked. It decides nothing: a source that is silent is met by every exchange for itself. */
export type SourceState = 'not-connected' | 'not-asked' | 'answers' | 'answers-in-part' | 'silent';

export interface WatchedSources {
  readonly national: NationalList;
  readonly careRecords?: CareRecordSource;
  /** By the name of the source, for `/readyz`. */
  states(): Readonly<Record<'national-list' | 'care-records', SourceState>>;
}

/** The same sources, each with the state it was last met in: the national list by the search that begins every exchange. */
export function watchSources({ national, careRecords }: { readonly national: NationalList; readonly careRecords?: CareRecordSource }): WatchedSources {
  let list: SourceState = 'not-asked';
  let care: SourceState = careRecords === undefined ? 'not-connected' : 'not-asked';
  return {
    national: {
      ...national,
      async findPatients(number, call) {
        try {
          const found = await national.findPatients(number, call);
          list = 'answers';
          return found;
        } catch (error) {
          list = isNcpError(error) && error.code !== 'NCP_NATIONAL_UNAVAILABLE' ? 'answers' : 'silent';
          throw error;
        }
      },
    },
    ...(careRecords === undefined ? {} : {
      careRecords: {
        async records(number, call) {
          try {
            const answer = await careRecords.records(number, call);
            care = answer.failed.length === 0 ? 'answers' : (answer.failed.every(({ system }) => system === undefined) && answer.rows.length === 0 ? 'silent' : 'answers-in-part');
            return answer;
          } catch (error) {
            care = 'silent';
            throw error;
          }
        },
        async blocks(number, call) {
          try {
            return await careRecords.blocks(number, call);
          } catch (error) {
            care = 'silent';
            throw error;
          }
        },
      },
    }),
    states: () => ({ 'national-list': list, 'care-records': care }),
  };
}
