/** Elements whose content is no markup. */
const RAW: ReadonlySet<string> = new Set(['script', 'style']);
const tagName = (tag: string): string => tag.slice(1).split(/[\s/>]/, 1)[0]?.toLowerCase() ?? '';
const endsRaw = (text: string): boolean => {
  const tag = text.slice(text.lastIndexOf('<'));
  return tag.endsWith('>') && tag[1] === '/' && RAW.has(tagName(tag.slice(1)));
};

/**
 * Markup that is safe to send. Only `html`, `attributes` and `external` make it; anything else that stands in a template is text
 * and is shown as text (WEB-01).
 */
export class Html {
  readonly #markup: string;
  constructor(markup: string) { this.#markup = markup; }
  toString(): string { return this.#markup; }
}

/** An address outside this service that may stand in a link: https only. */
class ExternalUrl {
  readonly href: string;
  constructor(href: string) { this.href = href; }
}

export type Part = Html | ExternalUrl | string | number | false | undefined | readonly Part[];

type Place =
  | { readonly kind: 'text' }
  | { readonly kind: 'tag' }
  | { readonly kind: 'value' }
  /** In an address: `start` when the whole address comes from the hole. */
  | { readonly kind: 'url'; readonly start: boolean };

const URL_ATTRIBUTES = /^(href|src|action|formaction|data|poster|hx-get|hx-post|hx-sse:connect)$/;
const FORBIDDEN_ATTRIBUTES = /^(on.*|hx-on.*|style|srcdoc)$/;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };
// Control characters can end a display early or hide text; what was there stays visible as a gap.
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;

/** Text as markup, for element content and quoted attribute values alike. */
export const escapeText = (text: string): string =>
  text.toWellFormed().replace(CONTROLS, '\uFFFD').replace(/[&<>"'`]/g, (sign) => ENTITIES[sign] ?? sign);

const ownAddress = (address: string): string => {
  if (!/^(\/(?![/\\])|#)/.test(address)) throw new TypeError('an address of this service begins with one slash');
  return escapeText(address);
};

/** An https address as a link target; undefined for everything else, so that no `javascript:` or data link is ever made. */
export const external = (address: string | undefined): ExternalUrl | undefined => {
  const url = address === undefined ? null : URL.parse(address);
  return url?.protocol === 'https:' ? new ExternalUrl(url.href) : undefined;
};

/** Reads the fixed pieces of a template character by character and knows in what a hole stands. */
class Scanner {
  #inside: 'text' | 'tag' | 'value' | 'raw' = 'text';
  /** From `<` on, while inside a tag or a value; the text of script and style. */
  #open = '';

  read(piece: string): void {
    for (const sign of piece) this.#step(sign);
  }

  #step(sign: string): void {
    if (this.#inside === 'text') {
      if (sign === '<') this.#become('tag', sign);
      return;
    }
    this.#open += sign;
    if (this.#inside === 'raw') {
      if (endsRaw(this.#open)) this.#become('text', '');
    } else if (sign === '"') this.#inside = this.#inside === 'value' ? 'tag' : 'value';
    else if (sign === '>' && this.#inside === 'tag') this.#become(RAW.has(tagName(this.#open)) ? 'raw' : 'text', '');
  }

  #become(inside: 'text' | 'tag' | 'raw', open: string): void {
    this.#inside = inside;
    this.#open = open;
  }

  /** The place of a hole here; its text holds no quote and no bracket any more, so what follows is read on from here. */
  hole(): Place {
    if (this.#inside === 'raw') throw new TypeError('no value may stand in script or style');
    if (this.#inside === 'text') return { kind: 'text' };
    if (this.#inside === 'tag') {
      if (!/\s$/.test(this.#open)) throw new TypeError('attribute values are quoted in templates');
      return { kind: 'tag' };
    }
    const [, name = '', before = ''] = /([^\s"'<>/=]+)="([^"]*)$/.exec(this.#open) ?? [];
    if (name === '' || FORBIDDEN_ATTRIBUTES.test(name.toLowerCase())) throw new TypeError('no value may stand here in a template');
    this.#open += '.';
    return URL_ATTRIBUTES.test(name.toLowerCase()) ? { kind: 'url', start: before === '' } : { kind: 'value' };
  }
}

/** Where each hole of a template is; a template with a hole in an unsafe place never renders at all. */
const placesOf = (strings: readonly string[]): readonly Place[] => {
  const scanner = new Scanner();
  return strings.slice(0, -1).map((piece) => {
    scanner.read(piece);
    return scanner.hole();
  });
};

const PLACES = new WeakMap<readonly string[], readonly Place[]>();

const placesIn = (strings: TemplateStringsArray): readonly Place[] => {
  const known = PLACES.get(strings);
  if (known !== undefined) return known;
  const places = placesOf(strings);
  PLACES.set(strings, places);
  return places;
};

function render(part: Part, place: Place): string {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map((one: Part) => render(one, place)).join('');
  if (part instanceof Html) {
    if (place.kind === 'value' || place.kind === 'url') throw new TypeError('markup cannot stand in an attribute value');
    return part.toString();
  }
  if (part instanceof ExternalUrl) {
    if (place.kind !== 'url' || !place.start) throw new TypeError('an address stands in a link only');
    return escapeText(part.href);
  }
  if (place.kind === 'tag') throw new TypeError('attributes come from attributes()');
  const text = String(part);
  if (place.kind !== 'url') return escapeText(text);
  return place.start ? ownAddress(text) : encodeURIComponent(text);
}

/** Template of markup: whatever is put in is escaped for the place where it stands. @throws TypeError for an unsafe template */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const places = placesIn(strings);
  let markup = strings[0] ?? '';
  parts.forEach((part, index) => {
    const place = places[index];
    if (place === undefined) throw new TypeError('a hole without a place');
    markup += render(part, place) + (strings[index + 1] ?? '');
  });
  return new Html(markup);
}

/** Attributes that may be absent: `true` writes the bare name, `false` and undefined nothing. */
export function attributes(values: Readonly<Record<string, string | number | boolean | undefined>>): Html {
  return new Html(Object.entries(values).flatMap(([name, value]) => {
    if (!/^[a-z][a-z0-9:-]*$/.test(name) || FORBIDDEN_ATTRIBUTES.test(name)) throw new TypeError(`not an attribute: ${name}`);
    if (value === undefined || value === false) return [];
    if (value === true) return [name];
    return [`${name}="${URL_ATTRIBUTES.test(name) ? ownAddress(String(value)) : escapeText(String(value))}"`];
  }).join(' '));
}
