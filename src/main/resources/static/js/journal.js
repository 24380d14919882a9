import { Disk } from './disk.js';

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

const FORMAT = 1;

/** The sales whose end is not known yet, on this machine's disk. */
export class Journal {
  #disk;

  /** @param {Disk} [disk] */
  constructor(disk = new Disk()) {
    this.#disk = disk;
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
  #run(mode, work) {
    return this.#disk.run(['sales'], mode, work);
  }
}
