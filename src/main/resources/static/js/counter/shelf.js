import { t } from '../lang.js';
import { sentence } from '../ui/problems.js';
import { Catalog, soldOut } from './catalog.js';

/** @typedef {import('./catalog.js').Product} Product */
/** @typedef {import('../queue.js').Queued} Queued */

/** What a scanner sends and nobody types. */
const SCANNED = /^\d{6,}$/;
/** `3x latte`, `2*7501055301379`: so many of it. */
const TIMES = /^(?:(\d{1,3})\s*[x*×]\s*)?(.*)$/i;

/** Looking for products, by typing, by scanning and by category. */
export class Shelf extends EventTarget {
  #api;
  #disk;
  #add;

  /** @type {Promise<void> | undefined} */
  #loaded;

  catalog = new Catalog();
  query = '';
  category = '';
  loading = false;
  /** @type {import('../ui/notice.js').Notice | null} */
  notice = null;

  /** @param {import('../api.js').Api} api @param {import('../disk.js').Disk} disk
   *  @param {(product: Product, quantity: number) => void} add */
  constructor(api, disk, add) {
    super();
    this.#api = api;
    this.#disk = disk;
    this.#add = add;
  }

  /** @param {() => Queued[]} unsent what the server does not know to be sold */
  load(unsent) {
    this.#loaded = this.#load(unsent);
    return this.#loaded;
  }

  /** @param {() => Queued[]} unsent */
  async #load(unsent) {
    const name = `catalog.${this.#api.session.current?.location.code}`;
    this.loading = true;
    const answer = await this.catalog.load(this.#api);
    const known = this.catalog.size > 0;
    if (answer.ok) {
      await this.#disk.run(['kept'], 'readwrite', kept => kept.put(this.catalog.products, name))
          .catch(refused => console.warn('This browser keeps no catalogue:', refused));
    } else if (!known) {
      this.catalog.fill(await this.#disk.run(['kept'], 'readonly', kept => kept.get(name))
          .catch(() => undefined) ?? []);
    }
    if (answer.ok || !known) {
      unsent().forEach(({ receipt }) => this.catalog.sold(receipt?.lines ?? []));
    }
    this.loading = false;
    const usable = answer.ok || answer.status === 401 || this.catalog.size > 0;
    this.#say(usable ? null : { kind: 'bad', text: sentence(answer),
      step: { label: t('again'), run: () => this.load(unsent) } });
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
  async enter() {
    const { times, text } = this.#words();
    const { category } = this;
    if (text === '') {
      return;
    }
    this.query = '';
    if (this.catalog.size === 0) {
      await this.#loaded; // somebody was faster than the catalogue
    }
    const product = this.catalog.byCode(text)
        ?? (SCANNED.test(text) ? undefined : this.catalog.search(text, category)[0]);
    if (product) {
      this.take(product, times);
    } else {
      this.#say({ kind: 'bad', text: t('shelf.unknown', { code: text }) });
    }
  }

  /** A scanner has read this. @param {string} code */
  scan(code) {
    this.query = code;
    this.category = '';
    this.enter();
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
