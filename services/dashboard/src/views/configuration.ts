import type { ConfigurationInForce, SettingInForce } from '@ncp/store';
import { html, type Html, type IconName } from '@ncp/web';
import { badge, cell, fullTime, heading, tableSection, type Frame, type Page, type Tone } from './frame.js';

const ORIGINS: Readonly<Record<SettingInForce['origin'], readonly [Tone, IconName]>> = { file: ['plain', 'document'], environment: ['note', 'info'], default: ['plain', 'check'] };

const row = (frame: Frame, { path, value, origin, variable }: SettingInForce): Html => {
  const { t } = frame;
  return html`<tr><th scope="row"><code>${path}</code></th>${cell(t.configuration.value, html`<code>${value === '' ? '–' : value}</code>`)}${cell(t.configuration.from, html`${badge(...ORIGINS[origin], t.configuration.origins[origin])}${variable === undefined ? undefined : html` <code>${variable}</code>`}`)}</tr>`;
};

/** What each service works with and where each value came from. Secrets are names of files here as there. */
export function configurationView(frame: Frame, configurations: readonly ConfigurationInForce[]): Page {
  const { t } = frame;
  return {
    title: t.configuration.title,
    main: html`${heading(t.configuration.title)}<p class="lead">${t.configuration.lead}</p>${configurations.map(({ service, at, settings }) =>
      tableSection({ id: `of-${service}`, title: service, lead: html`${t.configuration.since} ${fullTime(at)}`, columns: [t.configuration.setting, t.configuration.value, t.configuration.from], rows: settings.map((one) => row(frame, one)), none: t.configuration.none }))}`,
  };
}
