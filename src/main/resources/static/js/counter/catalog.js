/**
 * @typedef {object} Product docs/openapi.json, `Product`
 * @property {string} id
 * @property {string} sku
 * @property {string} name
 * @property {string} category
 * @property {number} price
 * @property {number} taxRateBp
 * @property {number | null} stock
 * @property {string | null} [barcode]
 * @property {boolean} oversellAllowed
 */

const PAGE = 200;
const ACCENTS = /\p{M}/gu;
const NAMES = new Intl.Collator(undefined, { numeric: true });

/** Without accents and capitals, as people search. @param {string} text */
function plain(text) {
  return text.normalize('NFD').replace(ACCENTS, '').toLowerCase();
}

/** @typedef {{product: Product, name: string, text: string}} Entry */

/** @param {Product} product @returns {Entry} */
function entryOf(product) {
  const { name, sku, barcode } = product;
  return { product, name: plain(name), text: plain(`${name} ${sku} ${barcode ?? ''}`) };
}

/** What a scanner may read. @param {Entry} entry */
function codes({ product: { sku, barcode } }) {
  return [sku, barcode].filter(code => code).map(code => plain(String(code)));
}

/** By category, then by name. @param {Entry} one @param {Entry} other */
function inOrder({ product: one }, { product: other }) {
  return (one.category === other.category ? 0 : NAMES.compare(one.category, other.category))
      || NAMES.compare(one.name, other.name)
      || Number(one.sku > other.sku) - Number(one.sku < other.sku);
}

/** What is sold here, in memory: a search must keep up with a fast typist and with a scanner. */
export class Catalog {
  /** In order. @type {Entry[]} */
  #entries = [];
  /** @type {Map<string, Entry>} by id */
  #byId = new Map();
  /** @type {Map<string, Entry>} by SKU and by barcode */
  #codes = new Map();
  /** @type {Map<string, number>} pieces by SKU */
  #held = new Map();
  /** @type {string[]} */
  categories = [];

  /**
   * @param {import('../api.js').Api} api
   * @param {string} [also] `&includeInactive=true` for what is no longer sold, too
   * @returns {Promise<import('../api.js').Answer>}
   */
  async load(api, also = '') {
    const products = [];
    for (let cursor = ''; ;) {
      const answer = await api.get(`/api/products?limit=${PAGE}${also}${cursor}`);
      if (!answer.ok) {
        return answer;
      }
      products.push(...answer.body.products);
      if (!answer.body.nextCursor) {
        this.fill(products);
        return answer;
      }
      cursor = `&cursor=${encodeURIComponent(answer.body.nextCursor)}`;
    }
  }

  /** @param {Product[]} products */
  fill(products) {
    this.#entries = products.map(entryOf).sort(inOrder);
    this.#byId = new Map(this.#entries.map(entry => [entry.product.id, entry]));
    this.#codes = new Map(this.#entries.flatMap(entry => codes(entry).map(code => [code, entry])));
    this.#sortOut();
  }

  /**
   * One product as it is now. An import announces thousands, one after the other, so each goes to
   * its place, and the rest is left alone.
   *
   * @param {Product & {active: boolean}} product
   */
  put(product) {
    const entry = this.#byId.get(product.id);
    const alike = entry && ['name', 'category', 'sku', 'barcode'].every(part =>
      entry.product[part] === product[part]);
    if (alike && product.active) {
      entry.product = product;
      return;
    }
    if (entry) {
      this.#entries.splice(this.#placeOf(entry), 1);
      this.#byId.delete(product.id);
      codes(entry).filter(code => this.#codes.get(code) === entry)
          .forEach(code => this.#codes.delete(code));
    }
    if (product.active) {
      const now = entryOf(product);
      this.#entries.splice(this.#placeOf(now), 0, now);
      this.#byId.set(product.id, now);
      codes(now).forEach(code => this.#codes.set(code, now));
    }
    this.#sortOut();
  }

  /** Where it is, or would be. @param {Entry} entry */
  #placeOf(entry) {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inOrder(this.#entries[middle], entry) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #sortOut() {
    this.categories = [...new Set(this.#entries.map(({ product }) => product.category))];
  }

  get size() {
    return this.#entries.length;
  }

  /** As the server has them. */
  get products() {
    return this.#entries.map(({ product }) => product);
  }

  /** The one product with this SKU or barcode. @param {string} code */
  byCode(code) {
    const entry = this.#codes.get(plain(code.trim()));
    return entry && this.#shown(entry.product);
  }

  /**
   * Products that have every word; those whose name begins with the words come first.
   *
   * @param {string} query @param {string} category '' for all
   * @returns {Product[]}
   */
  search(query, category) {
    const wanted = plain(query.trim());
    const words = wanted.split(/\s+/);
    const found = this.#entries.filter(({ product, text }) =>
      (category === '' || product.category === category)
      && words.every(word => text.includes(word)));
    if (wanted !== '') {
      const exact = this.#codes.get(wanted);
      const ranks = [[], [], [], []];
      for (const entry of found) {
        ranks[entry === exact ? 0 : entry.name.startsWith(wanted) ? 1
            : entry.name.includes(` ${wanted}`) ? 2 : 3].push(entry);
      }
      return ranks.flat().map(({ product }) => this.#shown(product));
    }
    return found.map(({ product }) => this.#shown(product));
  }

  /**
   * What is sold and the server does not know yet.
   *
   * @param {{sku: string, quantity: number}[]} lines
   */
  hold(lines) {
    this.#held = new Map();
    lines.forEach(({ sku, quantity }) =>
      this.#held.set(sku, (this.#held.get(sku) ?? 0) + quantity));
  }

  /** As far as it is known here. @param {Product} product */
  #shown(product) {
    const held = this.#held.get(product.sku);
    return held && product.stock !== null ? { ...product, stock: product.stock - held } : product;
  }
}

/** Whether one more can be sold. @param {Product} product */
export function soldOut(product) {
  return product.stock !== null && product.stock < 1 && !product.oversellAllowed;
}
