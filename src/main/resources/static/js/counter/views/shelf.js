import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { live } from 'lit-html/directives/live.js';
import { t } from '../../lang.js';
import { FEW } from '../../stock.js';
import { icon } from '../../ui/icons.js';
import { walk } from '../../ui/walk.js';
import { soldOut } from '../catalog.js';

/** More than a person looks through; the rest is found by searching. */
const MOST = 60;
const HUES = 8;

/** @typedef {import('../counter.js').Counter} Counter */

/** What can be sold: search, categories, products. @param {Counter} counter */
export function shelfView(counter) {
  const { shelf } = counter;
  const { catalog, query, category } = shelf;
  const found = shelf.found();
  return html`<section class="shelf" aria-label=${t('shelf')}>
    <form class="search" role="search" @submit=${event => {
      event.preventDefault();
      shelf.enter();
    }}>
      ${icon('search')}
      <input id="search" type="search" autocomplete="off" spellcheck="false" enterkeyhint="enter"
        aria-label=${t('search')} placeholder=${t('search.hint')} .value=${live(query)}
        @input=${event => shelf.look(event.target.value)}>
      <kbd>F2</kbd>
    </form>
    <div class="chips" role="group" aria-label=${t('categories')}>
      ${['', ...catalog.categories].map(name => html`<button class="chip"
        aria-pressed=${String(name === category)} @click=${() => shelf.browse(name)}>
        ${name || t('categories.all')}</button>`)}
    </div>
    <div class="tiles" @keydown=${event => walk(event, '.tile:not(:disabled)', '#search')}>
      ${repeat(found.slice(0, MOST), product => product.sku,
        product => tile(counter, product))}
    </div>
    <p class="rest" role="status">${found.length > MOST
      ? t('shelf.more', { n: found.length - MOST }) : nothing}${found.length === 0
      ? t(shelf.loading ? 'loading'
        : catalog.size === 0 ? 'shelf.empty' : 'shelf.nothing', { query }) : nothing}</p>
  </section>`;
}

/** @param {Counter} counter @param {import('../catalog.js').Product} product */
function tile(counter, product) {
  const hue = counter.shelf.catalog.categories.indexOf(product.category) % HUES;
  const { stock } = product;
  return html`<button class="tile hue-${hue}" ?disabled=${soldOut(product)}
      @click=${() => counter.shelf.take(product)}>
    <span class="name">${product.name}</span>
    <span class="foot"><span class="price">${counter.format.money(product.price)}</span>
      ${stock !== null && stock <= FEW ? html`<span class="left">${stock < 1
        ? t('stock.none') : t('stock.few', { n: stock })}</span>` : nothing}</span>
  </button>`;
}
