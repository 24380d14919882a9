import { Manager } from './manager.js';

/** @param {HTMLElement} root */
export function begin(root) {
  new Manager(root).begin();
}
