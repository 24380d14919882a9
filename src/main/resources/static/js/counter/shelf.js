import { t } from '../lang.js';
import { sentence } from '../ui/problems.js';
import { Catalog, soldOut } from './catalog.js';

/** @typedef {import('./catalog.js').Product} Product */

/** What a scanner sends and nobody types. */
const SCANNED = /^\d{6,}$/;
/** `3x latte`, `2*7501055301379`: so many of it. */
const TIMES = /^(?:(\d{1,3})\s*[x*×]\s*)?(.*)$/i;

/** Looking for products, by typing, by scanning and by category. */
export class Shelf extends EventTarget {
  #api;
  #add;

  catalog = new Catalog();
  query = '';
  category = '';
  loading = false;
  /** @type {import('../ui/notice.js').Notice | null} */
  notice = null;

  /** @param {import('../api.js').Api} api
   *  @param {(product: Product, quantity: number) => void} add */
  constructor(api, add) {
    super();
    this.#api = api;
    this.#add = add;
  }

  async load() {
    this.loading = true;
    const answer = await this.catalog.load(this.#api);
    this.loading = false;
    this.#say(answer.ok || answer.status === 401 ? null : { kind: 'bad', text: sentence(answer),
      step: { label: t('again'), run: () => this.load() } });
  }

  /** @param {string} query */
  look(query) {
    this.query = query;
    this.category = '';
    this.#say(null);
  }

  /** @param {string} category '' for all */
  browse(category) {
    this.category = category;
    this.query = '';
    this.#say(null);
  }

  /** What to show. */
  found() {
    return this.catalog.search(this.#words().text, this.category);
  }

  /** Enter was pressed, by a finger or by a scanner: takes what was meant. */
  enter() {
    const { times, text } = this.#words();
    if (text === '') {
      return;
    }
    const product = this.catalog.byCode(text)
        ?? (SCANNED.test(text) ? undefined : this.found()[0]);
    this.query = '';
    if (product) {
      this.take(product, times);
    } else {
      this.#say({ kind: 'bad', text: t('shelf.unknown', { code: text }) });
    }
  }

  /** @param {Product} product */
  take(product, quantity = 1) {
    if (soldOut(product)) {
      this.#say({ kind: 'bad', text: t('shelf.sold-out', { name: product.name }) });
    } else {
      this.#add(product, quantity);
      this.#say(null);
    }
  }

  #words() {
    const [, times, text] = /** @type {RegExpExecArray} */ (TIMES.exec(this.query.trim()));
    return { times: Number(times ?? 1), text };
  }

  /** @param {import('../ui/notice.js').Notice | null} notice */
  #say(notice) {
    this.notice = notice;
    this.dispatchEvent(new Event('change'));
  }
}
