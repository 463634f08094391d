import { readMessage } from '@ncp/soap';
import { attr, deepText, NS, walk, type XmlElement } from '@ncp/xml';
import type { WireAnswer } from './raw-wire.js';

/** What a refusal says to the peer, whatever its form. */
export interface ToldError {
  /** Code of the common vocabulary; empty in a fault. */
  readonly wire: string;
  /** Our code. */
  readonly code: string;
  readonly text: string;
  readonly exchange: string;
  readonly severity?: string;
}

export interface Told {
  /** `bare`: a status and no body. */
  readonly form: 'bare' | 'fault' | 'xcpd' | 'registry';
  readonly errors: readonly ToldError[];
  /** Fault: `Sender` ...; registry: `Failure` ...; XCPD: acknowledgement/queryAck/queryResponse codes. */
  readonly status: string;
  /** XCPD: the reason's code. */
  readonly reason: string;
}

const local = (qname: string): string => qname.slice(qname.indexOf(':') + 1);
const last = (uri: string): string => uri.slice(uri.lastIndexOf(':') + 1);

/** `<text> [<code>] exchange=<id>` (decisions D24). */
const contextOf = (context: string): Omit<ToldError, 'wire'> => {
  const [, text = context, code = '', exchange = ''] = /^(.*) \[([A-Z0-9_]+)\] exchange=(\S+)$/.exec(context) ?? [];
  return { text, code, exchange };
};

export function toldBy(answer: WireAnswer): Told {
  if (answer.body.length === 0) return { form: 'bare', errors: [], status: '', reason: '' };
  const { root } = readMessage(answer.headers['content-type'] ?? '', answer.body);
  const all = [...walk(root)];
  const named = (ns: string, name: string): readonly XmlElement[] => all.filter((one) => one.ns === ns && one.local === name);
  const code = (name: string): string => attr(named(NS.hl7, name)[0] ?? root, 'code') ?? '';
  if (named(NS.soap, 'Fault').length > 0) {
    const values = named(NS.soap, 'Value').map((one) => local(deepText(one).trim()));
    const exchange = all.find((one) => one.local === 'Exchange');
    return {
      form: 'fault', status: values[0] ?? '', reason: '',
      errors: [{
        wire: '', code: values[1] ?? '', text: named(NS.soap, 'Text').map(deepText).join(''),
        exchange: exchange === undefined ? '' : deepText(exchange),
      }],
    };
  }
  if (named(NS.hl7, 'PRPA_IN201306UV02').length > 0) {
    const reason = named(NS.hl7, 'reasonOf').flatMap((one) => [...walk(one)]).filter((one) => one.local === 'code').at(-1);
    return {
      form: 'xcpd', status: ['typeCode', 'statusCode', 'queryResponseCode'].map(code).join('/'),
      reason: reason === undefined ? '' : attr(reason, 'code') ?? '',
      errors: named(NS.hl7, 'acknowledgementDetail').map((detail) => {
        const inside = [...walk(detail)];
        const text = inside.find((one) => one.local === 'text');
        return { wire: attr(inside.find((one) => one.local === 'code') ?? detail, 'code') ?? '', ...contextOf(text === undefined ? '' : deepText(text)) };
      }),
    };
  }
  const response = all.find((one) => attr(one, 'status') !== undefined && one.local.endsWith('Response'));
  return {
    form: 'registry', reason: '', status: response === undefined ? '' : last(attr(response, 'status') ?? ''),
    errors: named(NS.rs, 'RegistryError').map((error) => ({
      wire: attr(error, 'errorCode') ?? '', severity: last(attr(error, 'severity') ?? ''), ...contextOf(attr(error, 'codeContext') ?? ''),
    })),
  };
}

/** The answer without the query it must repeat: there the sender reads its own words again (ITI-55). */
export function withoutEcho(text: string): string {
  const begin = text.indexOf('<queryByParameter');
  const end = '</queryByParameter>';
  const at = text.indexOf(end, begin);
  return begin < 0 || at < 0 ? text : text.slice(0, begin) + text.slice(at + end.length);
}
