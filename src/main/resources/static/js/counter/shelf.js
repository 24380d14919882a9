import { t } from '../lang.js';
import { paced } from '../ui/once.js';
import { sentence } from '../ui/problems.js';
import { Catalog, soldOut } from './catalog.js';

/** @typedef {import('./catalog.js').Product} Product */
/** @typedef {import('../queue.js').Queued} Queued */

const KEPT_AFTER_MS = 1_000;
/** An import changes thousands: the screen shows it as often as somebody can follow. */
const SHOWN_EVERY_MS = 100;
/** What a scanner sends and nobody types. */
const SCANNED = /^\d{6,}$/;
/** `3x latte`, `2*7501055301379`: so many of it. */
const TIMES = /^(?:(\d{1,3})\s*[x*×]\s*)?(.*)$/i;

/** Looking for products, by typing, by scanning and by category. */
export class Shelf extends EventTarget {
  #api;
  #disk;
  #add;

  /** @type {PromiseWithResolvers<void>} */
  #first = Promise.withResolvers();
  #loaded = this.#first.promise;
  /** What changed while all was being read. @type {any[]} */
  #meanwhile = [];
  #keeping = 0;
  #show = paced(() => this.#changed(), SHOWN_EVERY_MS);

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

  /** @returns {Promise<void>} */
  load() {
    this.#loaded = this.#load();
    this.#first.resolve(this.#loaded);
    return this.#loaded;
  }

  async #load() {
    this.loading = true;
    const answer = await this.catalog.load(this.#api);
    this.loading = false;
    this.#meanwhile.splice(0).forEach(product => this.catalog.put(product));
    if (answer.ok) {
      await this.#keep();
    } else if (this.catalog.size === 0) {
      this.catalog.fill(await this.#disk.run(['kept'], 'readonly', kept => kept.get(this.#name))
          .catch(() => undefined) ?? []);
    }
    const usable = answer.ok || answer.status === 401 || this.catalog.size > 0;
    this.#say(usable ? null : { kind: 'bad', text: sentence(answer),
      step: { label: t('again'), run: () => this.load() } });
  }

  /**
   * The server says that something is another than it was.
   *
   * @param {Map<string, any>} products as they are
   * @param {any} event what changed; null: perhaps everything
   */
  changed(products, event) {
    if (!event) {
      this.catalog.fill([...products.values()]);
    } else if (this.loading) {
      this.#meanwhile.push(event.data); // what is being read may be older
    } else {
      this.catalog.put(event.data);
    }
    if (event?.type !== 'stock.changed') {
      clearTimeout(this.#keeping);
      this.#keeping = setTimeout(() => this.#keep(), KEPT_AFTER_MS);
    }
    this.#show();
  }

  /** What the server does not know to be sold. @param {Queued[]} unsent */
  hold(unsent) {
    this.catalog.hold(unsent.flatMap(({ receipt }) => receipt?.lines ?? []));
    this.#changed();
  }

  /** For the next time that there is no server. */
  #keep() {
    const { products } = this.catalog;
    return this.#disk.run(['kept'], 'readwrite', kept => kept.put(products, this.#name))
        .catch(refused => console.warn('This browser keeps no catalogue:', refused));
  }

  get #name() {
    return `catalog.${this.#api.session.current?.location.code}`;
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
      this.#changed(); // the next word is not a part of this one
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
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
