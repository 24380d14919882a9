import { html, nothing } from 'lit-html';
import { icon } from './icons.js';

/**
 * A sentence for the cashier and the one next step.
 *
 * @typedef {object} Notice
 * @property {'info' | 'good' | 'bad'} kind
 * @property {string} text
 * @property {{label: string, run: () => void}} [step]
 */

/**
 * The place for it is always there: what appears in it is read out.
 *
 * @param {Notice | null} notice
 */
export function noticeView(notice) {
  return html`<div class="notices" role="status" aria-live="polite">
    ${notice ? html`<div class="notice ${notice.kind}">
      ${icon(notice.kind === 'good' ? 'check' : 'alert')}
      <p>${notice.text}</p>
      ${notice.step ? html`<button class="step" @click=${notice.step.run}>${notice.step.label}
        </button>` : nothing}
    </div>` : nothing}
  </div>`;
}
