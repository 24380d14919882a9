import { Wall } from './wall.js';

/** @param {HTMLElement} root */
export function begin(root) {
  new Wall(root).begin();
}
