/** Sin conexión: la cola de ventas y la versión de la página. */
export default {
  'release.newer': 'Hay una versión nueva de Comanda. La venta que tienes abierta no se pierde.',
  'release.reload': 'Recargar',
};
