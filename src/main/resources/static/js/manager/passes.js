import { html, nothing } from 'lit-html';
import { t } from '../lang.js';
import { choice, field, whole } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { passText } from '../ui/parts.js';
import { badge, Section } from './section.js';

const KINDS = { valid: 'good', 'used-up': '', expired: '', voided: 'bad', refunded: 'bad' };

/** Which products are passes, and what is left of those that were sold. */
export class Passes extends Section {
  terms = [];
  /** docs/openapi.json, `Pass`. @type {any[]} */
  sold = [];
  query = '';
  cursor = '';

  async load() {
    await Promise.all([
      this.read('/api/coworking/pass-terms', body => { this.terms = body.items; }),
      this.#search(this.query),
    ]);
  }

  /** @param {string} query a name or a receipt; '': what was sold lately */
  #search(query) {
    this.query = query;
    this.sold = [];
    this.cursor = '';
    return this.#more();
  }

  #more() {
    const { query, cursor } = this;
    return this.read(`/api/coworking/passes?limit=50${query ? `&q=${encodeURIComponent(query)}`
      : ''}${cursor ? `&cursor=${cursor}` : ''}`, body => {
      this.sold = [...this.sold, ...body.items];
      this.cursor = body.nextCursor ?? '';
    });
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
          <td>${t(`pass.${terms.counted}`)}</td></tr>`))}
      <h2>${t('pass.sold')}</h2>
      <form class="filters" role="search" @submit=${event => {
        event.preventDefault();
        this.#search(String(new FormData(event.target).get('q')).trim());
      }}><label>${t('pass.find')} <input type="search" name="q" maxlength="120" autocomplete="off"
        .value=${this.query}></label><button>${icon('search')}${t('pass.look')}</button></form>
      ${this.table(t('pass.sold'), [t('pass.holder'), t('pass.what'), t('pass.left'),
        t('pass.until'), t('staff.state')], this.sold.map(pass => this.#row(pass)),
      t('pass.none-sold'))}
      ${this.cursor ? html`<button @click=${() => this.#more()}>${t('orders.more')}</button>`
        : nothing}`;
  }

  /** @param {any} pass */
  #row(pass) {
    const { name, holder, unit, left, amount, boughtAt, expiresAt, status } = pass;
    return html`<tr><td>${holder ?? '–'} <small>${this.format.moment(boughtAt)}</small></td>
      <td>${name}</td><td>${passText(unit, left, this.format)}
        <small>${t('pass.of', { amount: passText(unit, amount, this.format) })}</small></td>
      <td>${expiresAt ? this.format.date(Date.parse(expiresAt) - 1) : t('pass.not-begun')}</td>
      <td>${badge(t(`pass.is-${status}`), KINDS[status])}</td></tr>`;
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
