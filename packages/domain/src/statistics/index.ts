export { periodState, quarterOf, quartersBefore, reportingPeriod, type PeriodState, type ReportingPeriod } from './reporting-period.js';
export { TRANSACTION_COLUMNS, type Cell, type Column, type StatisticalTransaction } from './statistical-transaction.js';
export { KPI_EDITIONS, type KpiDefinition, type KpiEdition, type KpiId } from './kpi-definitions.js';
export { columnsOf, countsIn, editionFor } from './kpi-rows.js';
