import type { FollowedAct } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import { ACTIONS, mayAct, ROLES, type Action } from '../operator.js';
import { badge, cell, fullTime, heading, tableSection, type Frame, type Page } from './frame.js';

const actionRow = (frame: Frame, action: Action): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${t.roles.actions[action]}</th>${ROLES.map((role) => cell(t.app.role[role], mayAct(role, ACTIONS[action]) ? badge('good', 'check', t.roles.may) : badge('plain', 'cross', t.roles.mayNot)))}</tr>`;
};

const actRow = (frame: Frame, { act, answer }: FollowedAct): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${fullTime(act.askedAt)}</th>${cell(t.roles.who, html`<code>${act.by.subject}</code>, ${t.app.role[act.by.role]}`)}${cell(t.roles.what, t.roles.kinds[act.kind])}${cell(t.roles.detail, html`<code>${act.detail === '' ? '–' : act.detail}</code>`)}${
    cell(t.roles.why, act.reason === '' ? '–' : html`<code>${act.reason}</code> ${act.reference}`)}${cell(t.roles.chained, answer === undefined ? badge('wait', 'clock', t.roles.waits) : badge('good', 'check', t.roles.inChain))}</tr>`;
};

/** What each role may do; for administrators what operators have done. */
export function rolesView(frame: Frame, acts?: readonly FollowedAct[]): Page {
  const { t, who } = frame;
  return {
    title: t.roles.title,
    main: html`${heading(t.roles.title)}<p class="lead">${who === undefined ? undefined : t.roles.yours(t.app.role[who.role])}</p>
${tableSection({ id: 'may', title: t.roles.table, columns: [t.roles.action, ...ROLES.map((role) => t.app.role[role])], rows: (Object.keys(ACTIONS) as Action[]).map((action) => actionRow(frame, action)), none: '' })}
${acts === undefined ? undefined : tableSection({ id: 'acts', title: t.roles.acts, columns: [t.roles.when, t.roles.who, t.roles.what, t.roles.detail, t.roles.why, t.roles.chained], rows: acts.map((one) => actRow(frame, one)), none: t.roles.noActs })}`,
  };
}
