import type { Problem, Text } from './answers.js';

/** Whose fault it is: theirs, ours, the network between, or what was typed (issue: "is it us or them"). */
export type Fault = 'us' | 'them' | 'network' | 'input';

/** Codes that say that nothing came back from the other country: the network between is as likely as they are. */
const NETWORK = new Set(['NCP_PEER_UNAVAILABLE', 'NCP_PEER_TIMEOUT']);

/** A refusal of the API, as the pharmacist is told it. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.code);
    this.name = 'ApiProblem';
    this.problem = problem;
  }

  get fault(): Fault {
    if (NETWORK.has(this.problem.code)) return 'network';
    if (this.problem.theirs) return 'them';
    return this.problem.status >= 500 ? 'us' : 'input';
  }
}

/** The API itself cannot be reached, or says something that nobody understands. */
export class ApiUnreachable extends Error {
  readonly kind: 'not-sent' | 'lost' | 'answer';
  constructor(kind: 'not-sent' | 'lost' | 'answer') {
    super(kind);
    this.name = 'ApiUnreachable';
    this.kind = kind;
  }
}

/** Text of the registry in the language of the page. */
export const inLanguage = (text: Text, language: 'sv' | 'en'): string => text[language];
