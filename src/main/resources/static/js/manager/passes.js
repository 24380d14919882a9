import { html } from 'lit-html';
import { t } from '../lang.js';
import { choice, field, whole } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { Section } from './section.js';

/** Which products are passes: minutes or days that are bought and used up later. */
export class Passes extends Section {
  terms = [];

  load() {
    return this.read('/api/coworking/pass-terms', body => { this.terms = body.items; });
  }

  view() {
    return html`
      ${this.head(t('manager.passes'), html`<button class="main" @click=${() => this.#edit(null)}>
        ${icon('plus')}${t('pass.new')}</button>`)}
      <p class="hint">${t('pass.hint')}</p>
      ${this.table(t('manager.passes'), [t('product.sku'), t('pass.amount'), t('pass.valid'),
        t('pass.counted')], this.terms.map(terms => html`<tr>
          <td><button class="link" @click=${() => this.#edit(terms)}>${terms.sku}</button></td>
          <td>${t(`pass.n-${terms.unit}`, { n: terms.amount })}</td>
          <td>${t('pass.n-days', { n: terms.validDays })}</td>
          <td>${t(`pass.${terms.counted}`)}</td></tr>`))}`;
  }

  #edit(terms) {
    this.open({
      title: terms ? terms.sku : t('pass.new'),
      submit: t('save'),
      values: { sku: '', unit: 'minutes', amount: '', validDays: '', counted: 'from-purchase',
        ...terms },
      body: form => html`
        ${field(form, 'sku', t('product.sku'), { fixed: terms !== null, first: !terms,
          hint: terms ? '' : t('pass.sku.hint') })}
        <div class="pair">
          ${field(form, 'amount', t('pass.amount'), { mode: 'numeric', first: terms !== null,
            hint: terms ? t('pass.amount.hint') : '' })}
          ${choice(form, 'unit', t('pass.unit'), [['minutes', t('pass.minutes')],
            ['days', t('pass.days')]])}</div>
        <div class="pair">
          ${field(form, 'validDays', t('pass.valid'), { mode: 'numeric', unit: t('pass.days') })}
          ${choice(form, 'counted', t('pass.counted'), [
            ['from-purchase', t('pass.from-purchase')],
            ['from-first-use', t('pass.from-first-use')]])}</div>`,
      send: async form => {
        const amount = form.number('amount', whole, t('form.whole'));
        const validDays = form.number('validDays', whole, t('form.whole'));
        const { sku, unit, counted } = form.values;
        const answer = form.wrong ? null : await this.api.post('/api/coworking/pass-terms',
            { sku: sku.trim(), unit, amount, validDays, counted });
        if (answer?.status === 404) {
          form.blame('sku', t('pass.no-product'));
          return null;
        }
        return answer;
      },
      done: () => this.done(t('pass.saved')),
    });
  }
}
