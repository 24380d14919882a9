import { html, nothing } from 'lit-html';
import { t } from '../lang.js';

const SECOND_MS = 1_000;
const MINUTE_S = 60;

/**
 * How it stands with the server: the state, read out when it changes, and how old the data is where
 * the page shows some that grows old.
 *
 * @param {{state: string, freshAt?: number} | null} source a Live, or a Connection
 */
export function standingView(source) {
  if (!source) {
    return nothing;
  }
  const { state, freshAt = 0 } = source;
  return html`<p class="standing" data-state=${state}>
    <span role="status">${t(`standing.${state}`)}</span>
    <span class="age">${freshAt === 0 ? nothing : age(Date.now() - freshAt)}</span>
  </p>`;
}

/** @param {number} ms */
function age(ms) {
  const seconds = Math.floor(ms / SECOND_MS);
  return seconds < MINUTE_S ? t('age.seconds', { n: seconds })
      : t('age.minutes', { n: Math.floor(seconds / MINUTE_S) });
}
