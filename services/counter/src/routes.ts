import { delivery, discard, discardForm, mine, receipt, release } from './pages/deliveries.js';
import { dispense, late, prepare, recordLate, send } from './pages/dispense.js';
import { confirm, identify, identity, person } from './pages/person.js';
import { list, original, prescription } from './pages/prescriptions.js';
import { choose, products, search } from './pages/products.js';
import { closeVisit, countries, information, informed, openVisit } from './pages/visits.js';
import { go, type Action } from './pages/work.js';

export interface Route {
  readonly method: 'get' | 'post';
  /** Only opaque ids stand in addresses: they end up in the history of the browser (decisions G02). */
  readonly path: string;
  readonly action: Action;
}

/** An address that only takes changes, loaded again after an answer stood there: on to the page it belongs to. */
const instead = (to: (param: (name: string) => string) => string): Action => ({ param }) => go(to((name) => encodeURIComponent(param(name))));

/** Pages in the order of the pharmacist's work. */
export const ROUTES: readonly Route[] = [
  { method: 'get', path: '/', action: countries },
  { method: 'post', path: '/visits', action: openVisit },
  { method: 'post', path: '/visits/:visit/close', action: closeVisit },
  { method: 'get', path: '/visits/:visit/information', action: information },
  { method: 'post', path: '/visits/:visit/information', action: informed },
  { method: 'get', path: '/visits/:visit/identify', action: identity },
  { method: 'post', path: '/visits/:visit/identify', action: identify },
  { method: 'get', path: '/visits/:visit/confirm', action: person },
  { method: 'post', path: '/visits/:visit/confirm', action: confirm },
  { method: 'get', path: '/visits/:visit/prescriptions', action: list },
  { method: 'get', path: '/visits/:visit/prescriptions/:document', action: prescription },
  { method: 'get', path: '/visits/:visit/prescriptions/:document/original.pdf', action: original },
  { method: 'get', path: '/visits/:visit/prescriptions/:document/products', action: products },
  { method: 'post', path: '/visits/:visit/prescriptions/:document/products', action: choose },
  { method: 'post', path: '/visits/:visit/prescriptions/:document/products/search', action: search },
  { method: 'get', path: '/visits/:visit/prescriptions/:document/dispense', action: dispense },
  { method: 'post', path: '/visits/:visit/prescriptions/:document/dispense', action: prepare },
  { method: 'post', path: '/visits/:visit/prescriptions/:document/send', action: send },
  { method: 'get', path: '/visits/:visit/prescriptions/:document/late', action: late },
  { method: 'post', path: '/visits/:visit/prescriptions/:document/late', action: recordLate },
  { method: 'get', path: '/dispensations', action: mine },
  { method: 'get', path: '/dispensations/:dispensation', action: delivery },
  { method: 'get', path: '/dispensations/:dispensation/receipt', action: receipt },
  { method: 'post', path: '/dispensations/:dispensation/release', action: release },
  { method: 'get', path: '/dispensations/:dispensation/discard', action: discardForm },
  { method: 'post', path: '/dispensations/:dispensation/discard', action: discard },
  { method: 'get', path: '/visits', action: instead(() => '/') },
  { method: 'get', path: '/visits/:visit/close', action: instead(() => '/') },
  { method: 'get', path: '/visits/:visit/prescriptions/:document/products/search', action: instead((param) => `/visits/${param('visit')}/prescriptions/${param('document')}/products`) },
  { method: 'get', path: '/visits/:visit/prescriptions/:document/send', action: instead((param) => `/visits/${param('visit')}/prescriptions/${param('document')}/dispense`) },
  { method: 'get', path: '/dispensations/:dispensation/release', action: instead((param) => `/dispensations/${param('dispensation')}`) },
];
