import { Counter } from './counter.js';

/** @param {HTMLElement} root */
export function begin(root) {
  new Counter(root).begin();
}
