import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { t } from '../lang.js';
import { FEW, isLow } from '../stock.js';
import { icon } from '../ui/icons.js';
import { Catalog } from '../counter/catalog.js';
import { productSheet } from './product-sheet.js';
import { badge, Section, state } from './section.js';
import { stockSheet } from './stock-sheet.js';

/** More rows than a person reads; the rest is found by searching. */
const MOST = 100;

/** @typedef {import('../counter/catalog.js').Product} Product */

/** What is sold, and how much of it is left. */
export class Products extends Section {
  catalog = new Catalog();
  query = '';
  /** @type {'sold' | 'low' | 'inactive'} */
  only = 'sold';

  load() {
    const fresh = new Catalog();
    return this.ask('products', () => fresh.load(this.api, '&includeInactive=true'),
        () => { this.catalog = fresh; });
  }

  /** @returns {Product[]} */
  found() {
    const wanted = { sold: product => product.active, low: isLow,
      inactive: product => !product.active }[this.only];
    return this.catalog.search(this.query, '').filter(wanted);
  }

  edit(product) {
    this.open(productSheet(this, product));
  }

  view() {
    const found = this.found();
    const low = this.catalog.search('', '').filter(isLow).length;
    const look = (only, text) => html`<button class="chip"
      aria-pressed=${String(this.only === only)}
      @click=${() => { this.only = only; this.page.draw(); }}>${text}</button>`;
    return html`
      ${this.head(t('manager.products'), html`<button class="main" @click=${() => this.edit(null)}>
        ${icon('plus')}${t('product.new')}</button>`)}
      <form class="filters" role="search" @submit=${event => event.preventDefault()}>
        <label>${t('search')} <input type="search" autocomplete="off" .value=${this.query}
          placeholder=${t('search.hint')} @input=${({ target }) => {
            this.query = target.value;
            this.page.draw();
          }}></label>
        <div class="chips" role="group" aria-label=${t('product.show')}>
          ${look('sold', t('product.sold'))}
          ${look('low', t('product.low', { n: low }))}
          ${look('inactive', t('product.inactive'))}</div>
      </form>
      ${this.table(t('manager.products'), [t('product.name'), t('product.category'),
        html`<span class="number">${t('product.price')}</span>`, t('product.stock'), ''],
      found.length === 0 ? [] : [repeat(found.slice(0, MOST), product => product.id,
        product => this.#row(product))],
      this.only === 'low' ? t('product.none-low', { n: FEW }) : t('product.none'))}
      <p class="rest" role="status">${found.length > MOST
        ? t('product.more', { n: found.length - MOST }) : nothing}</p>`;
  }

  /** @param {Product} product */
  #row(product) {
    return html`<tr>
      <td><button class="link" @click=${() => this.edit(product)}>${product.name}</button>
        <small>${product.sku}</small></td>
      <td>${product.category}</td>
      <td class="number">${this.format.money(product.price)}</td>
      <td>${product.active ? this.#stock(product) : state(false)}</td>
      <td class="actions"><button aria-label=${t('stock.of', { name: product.name })}
        @click=${() => this.open(stockSheet(this, product))}>${t('stock.adjust')}</button></td>
    </tr>`;
  }

  #stock({ stock, active }) {
    if (stock === null) {
      return html`<span class="hint">${t('stock.uncounted')}</span>`;
    }
    return html`<span class="count">${this.format.count(stock)}</span> ${isLow({ stock, active })
      ? badge(stock < 1 ? t('stock.none') : t('stock.low'), stock < 1 ? 'bad' : 'warm') : nothing}`;
  }
}
