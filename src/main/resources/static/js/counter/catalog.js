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

/** Without accents and capitals, as people search. @param {string} text */
function plain(text) {
  return text.normalize('NFD').replace(ACCENTS, '').toLowerCase();
}

/** What is sold here, in memory: a search must keep up with a fast typist and with a scanner. */
export class Catalog {
  /** @type {{product: Product, name: string, text: string}[]} */
  #entries = [];
  /** @type {Map<string, Product>} by SKU and by barcode */
  #codes = new Map();
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
    this.categories = [...new Set(products.map(product => product.category))]
        .sort((a, b) => a.localeCompare(b));
    const order = new Map(this.categories.map((category, index) => [category, index]));
    // they come by name; within a category they stay so
    this.#entries = products.toSorted((a, b) =>
      order.get(a.category) - order.get(b.category)).map(product => ({
      product,
      name: plain(product.name),
      text: plain(`${product.name} ${product.sku} ${product.barcode ?? ''}`),
    }));
    this.#codes = new Map(products.flatMap(product => [product.sku, product.barcode]
        .filter(code => code).map(code => [plain(String(code)), product])));
  }

  get size() {
    return this.#entries.length;
  }

  /** As they came. */
  get products() {
    return this.#entries.map(({ product }) => product);
  }

  /** The one product with this SKU or barcode. @param {string} code */
  byCode(code) {
    return this.#codes.get(plain(code.trim()));
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
      const exact = this.byCode(query);
      const ranks = [[], [], [], []];
      for (const entry of found) {
        ranks[entry.product === exact ? 0 : entry.name.startsWith(wanted) ? 1
            : entry.name.includes(` ${wanted}`) ? 2 : 3].push(entry);
      }
      return ranks.flat().map(({ product }) => product);
    }
    return found.map(({ product }) => product);
  }

  /**
   * Counts what was sold, until the server says more.
   *
   * @param {{sku: string, quantity: number}[]} lines
   */
  sold(lines) {
    for (const { sku, quantity } of lines) {
      const product = this.byCode(sku);
      if (product && product.stock !== null) {
        product.stock -= quantity;
      }
    }
  }

  /** @param {string} sku @param {number} stock */
  counted(sku, stock) {
    const product = this.byCode(sku);
    if (product) {
      product.stock = stock;
    }
  }
}

/** Whether one more can be sold. @param {Product} product */
export function soldOut(product) {
  return product.stock !== null && product.stock < 1 && !product.oversellAllowed;
}
