/** Sin conexión: la cola de ventas y la versión de la página. */
export default {
  'done.kept': 'Venta guardada · {code}',
  'done.kept.about': 'Se enviará sola cuando vuelva la conexión; entonces tendrá su folio.',
  'offline.active': 'Sin conexión: cobra solo en efectivo. Las ventas se guardan en este equipo y '
      + 'se envían solas al volver.',
  'offline.approval': 'Sin conexión no se puede pedir permiso a un encargado. Baja el descuento.',
  'offline.cash-only': 'Sin conexión solo se cobra en efectivo.',
  'offline.discount-too-large': 'El descuento es mayor que la venta. Bájalo.',
  'offline.held': 'Hay 1 venta por enviar: entra con una cuenta que pueda vender.|Hay {n} ventas '
      + 'por enviar: entra con una cuenta que pueda vender.',
  'offline.refused': 'El sistema no aceptó 1 venta hecha sin conexión.|El sistema no aceptó {n} '
      + 'ventas hechas sin conexión.',
  'offline.safe': 'Este navegador conserva las ventas sin enviar aunque le falte espacio.',
  'offline.see': 'Ver',
  'offline.stay': 'Sin conexión no se puede cambiar de persona.',
  'offline.unkept': 'Este navegador no pudo guardar la venta, así que no está hecha. Libera '
      + 'espacio e inténtalo otra vez, o anótala en papel.',
  'offline.unknown-product': 'Un producto de esta venta no está en el catálogo que guarda este '
      + 'equipo. Quítalo.',
  'offline.unsafe': 'Si le falta espacio, este navegador puede borrar ventas sin enviar: '
      + 'guárdalas en un archivo y no uses una ventana privada.',
  'offline.use-cash': 'Cobrar en efectivo',
  'pending': 'Pendientes',
  'pending.about': '1 venta hecha sin conexión todavía no está en el sistema.|{n} ventas hechas '
      + 'sin conexión todavía no están en el sistema.',
  'pending.approve': 'Autorizar y registrar',
  'pending.as-paid': 'Registrar lo que pagó',
  'pending.ask-manager': 'Pide a un encargado que corrija la existencia y reintenta.',
  'pending.cart-open': 'Termina o vacía primero la venta que tienes abierta.',
  'pending.drop': 'Quitar sin registrar',
  'pending.drop.about': 'La venta no estará en el sistema. Antes se descarga un archivo con todas '
      + 'las pendientes.',
  'pending.drop.do': 'Descargar y quitar',
  'pending.export': 'Guardar en un archivo',
  'pending.format': 'La guardó otra versión de la página. Recarga para enviarla.',
  'pending.none': 'Todas las ventas hechas sin conexión están en el sistema.',
  'pending.gone': 'Un producto de esta venta ya no se vende. Quítalo o cámbialo por otro.',
  'pending.open': 'Corregir en el mostrador',
  'pending.price': 'El cliente pagó {paid}; hoy el sistema pide {now}.',
  'pending.reason': 'vendido sin conexión ({key})',
  'pending.refused': 'No aceptada',
  'pending.register': 'Enviar por la caja {register}',
  'pending.restock': 'Corregir existencia y registrar',
  'pending.send': 'Enviar ahora',
  'pending.sent': 'Registrada',
  'pending.short': 'Se entregó más de lo que el sistema cree que había.',
  'pending.waiting': 'Por enviar',
  'receipt.code': 'Código {code}',
  'receipt.pending': 'Folio pendiente',
  'release.newer': 'Hay una versión nueva de Comanda. La venta que tienes abierta no se pierde.',
  'release.reload': 'Recargar',
  'unsure.keep': 'Guardar la venta y seguir',
  'unsure.keep.text': 'La conexión se cortó mientras se cobraba. Guárdala: se enviará con su '
      + 'clave al volver y no se cobrará dos veces.',
};
