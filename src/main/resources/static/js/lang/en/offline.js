/** Without a connection: the queue of sales, and the release of the page. */
export default {
  'release.newer': 'There is a new version of Comanda. The sale that is open is not lost.',
  'release.reload': 'Reload',
};
