/**
 * A sale on its way to the server.
 *
 * @typedef {object} Sale
 * @property {string} key names the sale for ever; minted when its cart was opened
 * @property {object} order the body, as it is sent
 * @property {string} [path] where it is sent: /api/orders, unless it is a guest's bill
 * @property {string} [location] where it is sold; the server looks there only
 * @property {number} [format] of this entry: 1
 * @property {string} [sentAt] when it was first sent, by this machine's clock
 */

const STORE = 'sales';
const FORMAT = 1;

/**
 * The sales whose end is not known yet, in IndexedDB: what is written is on the disk when `put`
 * ends, and stays when the tab, the browser or the machine dies.
 */
export class Journal {
  #database;

  /** @param {string} [name] */
  constructor(name = 'comanda') {
    this.#database = new Promise((resolve, reject) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'key' });
      opening.onsuccess = () => {
        // a newer page in another tab must not wait for this one
        opening.result.onversionchange = () => opening.result.close();
        resolve(opening.result);
      };
      opening.onerror = () => reject(opening.error);
    });
  }

  /** @param {Sale} sale */
  put(sale) {
    return this.#run('readwrite', store => store.put({ ...sale, format: FORMAT }));
  }

  /** @param {string} key @returns {Promise<Sale | undefined>} */
  get(key) {
    return this.#run('readonly', store => store.get(key));
  }

  /** @returns {Promise<Sale[]>} */
  all() {
    return this.#run('readonly', store => store.getAll());
  }

  /** @param {string} key */
  remove(key) {
    return this.#run('readwrite', store => store.delete(key));
  }

  /** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} work */
  async #run(mode, work) {
    const database = await this.#database;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}
