/**
 * The stand-in and published names of the national list, as `@ncp/fhir` keeps them: that module is the only place where
 * one of them is written. Given here too, because whoever configures the adapter looks for them here.
 */
export {
  LOCAL_ACCESS, LOCAL_CODES, LOCAL_ERRORS, LOCAL_HEADERS, LOCAL_ORGANISATION, LOCAL_PERFORMER, LOCAL_PURPOSE, LOCAL_USER_AGENT,
  NLL_HEADERS, NLL_SYSTEMS,
} from '@ncp/fhir';
