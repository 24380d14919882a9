import { Status } from './status.js';

/** @param {HTMLElement} root */
export function begin(root) {
  new Status(root).begin();
}
