import type { CountryCode, CountryProfile, PeerService, ServiceState } from '@ncp/domain';

/** How one call to a country went. */
export interface PeerOutcome {
  readonly country: CountryCode;
  readonly service: PeerService;
  /** `fault`: they answered, but nothing that can be used. */
  readonly kind: 'answered' | 'fault' | 'not-sent' | 'lost';
  readonly ms: number;
  /** A probe is never counted as traffic. */
  readonly probe?: true;
}

/**
 * The countries that can be asked, and how they fare. Signed files fill it now; SMP discovery will, behind the same port.
 */
export interface CountryDirectory {
  countries(): readonly CountryProfile[];
  /** @throws NcpError NCP_PEER_COUNTRY for a country that has no valid record */
  profile(country: CountryCode): CountryProfile;
  state(country: CountryCode): Readonly<Record<PeerService, ServiceState>>;
  note(outcome: PeerOutcome): void;
}
