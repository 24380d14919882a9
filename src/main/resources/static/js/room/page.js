import { Room } from './room.js';

/** @param {HTMLElement} root */
export function begin(root) {
  new Room(root).begin();
}
