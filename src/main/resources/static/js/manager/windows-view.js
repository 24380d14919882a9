import { html } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { WEEKDAYS } from '../format.js';
import { t } from '../lang.js';
import { field } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { rateView } from './rate-view.js';
import { addWindow, removeWindow } from './windows.js';

/** @typedef {import('../ui/form.js').Form} Form */

/** Hours with other prices, as many as wanted. @param {Form} form
 *  @param {import('../format.js').Format} format */
export function windowsView(form, format) {
  const keys = form.values['windows.keys'];
  return html`<fieldset class="rows"><legend>${t('windows')}</legend>
    <p class="hint">${t('windows.hint')}</p>
    ${repeat(keys, key => key, (key, index) => windowView(form, key, index, format))}
    <div class="chips"><button type="button" id="add-window" @click=${() => addWindow(form)}>
      ${icon('plus')}${t('windows.more')}</button></div></fieldset>`;
}

/** @param {Form} form @param {number} key @param {number} index */
function windowView(form, key, index, format) {
  const at = `windows.${key}`;
  return html`<section class="window" aria-label=${t('windows.n', { n: index + 1 })}>
    <div class="chips" role="group" aria-label=${t('windows.days')}>${WEEKDAYS.map(day => {
      const chosen = form.values[`${at}.${day}`];
      return html`<button type="button" class="chip" aria-pressed=${String(chosen)}
        aria-label=${format.weekday(day)} @click=${() => form.set(`${at}.${day}`, !chosen)}>
        ${format.weekday(day, 'short')}</button>`;
    })}</div>
    <div class="pair">
      ${field(form, `${at}.from`, t('windows.from'), { type: 'time' })}
      ${field(form, `${at}.to`, t('windows.to'), { type: 'time', hint: t('windows.to.hint') })}
    </div>
    ${rateView(form, `${at}.rate`)}
    <button type="button" class="quiet" @click=${() => {
      document.getElementById('add-window')?.focus(); // this one goes
      removeWindow(form, key);
    }}>${icon('close')}${t('windows.remove')}</button>
  </section>`;
}
