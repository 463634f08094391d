/**
 * Named cases that no test carries yet, each with what it waits for. The build holds this list against the tests: a case that
 * is in neither fails, and so does one that is in both.
 */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  'takes minutes, so no build does it: ncp conformance security': ['DSIG-38'],
  'a judgement of what a PDF does (scripts, launch actions, encryption, expansion); until then it goes unopened to a viewer that may load nothing': ['CDA-16'],
  'a quiet machine, and full load while the dispatcher signs a head': ['AUD-27'],
  'ten minutes of load with a death every ten seconds; single deaths at each point are DISP-01 to DISP-60': ['FLT-01'],
  'a replica of PostgreSQL to fail over to; stop and restart are DISP-14 and DISP-15': ['FLT-03'],
  'a file system, a memory limit and a limit of descriptors that a test may exhaust': ['FLT-07', 'FLT-08', 'FLT-09'],
  'a source of entropy and a resolver that a test may break': ['FLT-11'],
  'a network that a test may cut, delay and lose packets on': ['FLT-20', 'FLT-21', 'FLT-22'],
  'a national list that is away for an hour; minutes of it are IHE-12': ['FLT-33'],
  'ten minutes to two hours of load, and the same machine each time to compare with': ['LOAD-01', 'LOAD-02', 'LOAD-03', 'LOAD-04', 'LOAD-07', 'LOAD-08'],
  'a budget for a summary of 500 entries and a list of 200; one of 170 KB is measured: ncp bench counter': ['LOAD-05'],
  'a quiet machine, so no build does it: ncp bench counter': ['LOAD-06'],
  '50 million leaves': ['LOAD-09'],
  'a quiet machine, so no build does it: ncp bench dashboard': ['LOAD-10'],
  'a bound on the time of the start that ncp bench tells': ['LOAD-11'],
};

/** By case id, what it waits for. */
export const CASES_WITHOUT_TEST: Readonly<Record<string, string>> =
  Object.fromEntries(Object.entries(WAITING).flatMap(([reason, ids]) => ids.map((id) => [id, reason])));
