export { TOKEN_ALGORITHMS, TOKEN_FAULTS, type TokenAlgorithm, type TokenFault, type TokenWish } from './access-tokens.js';
export { DEFAULT_AUDIENCE, DEFAULT_CLIENT, PERSON_GRANT, startOauthIssuer, type OauthIssuer, type OauthOptions } from './oauth-server.js';
export { SAMPLE_PROFESSIONALS, type SampleProfessional } from './professionals.js';
