// Loaded with -r before the app: what has no page (tray, notifications, opened links) is written down for the tests.
const { Notification, shell, Tray } = require('electron')

let menu = null
const notifications = []
const opened = []

const setContextMenu = Tray.prototype.setContextMenu
Tray.prototype.setContextMenu = function (next) {
  menu = next
  return setContextMenu.call(this, next)
}
const show = Notification.prototype.show
Notification.prototype.show = function () {
  notifications.push({ title: this.title, body: this.body })
  return show.call(this)
}
shell.openExternal = async (url) => {
  opened.push(url)
}

globalThis.seatledgerRecorded = () => ({
  menus: (menu?.items ?? [])
    .filter((item) => item.type !== 'separator')
    .map(({ id, label, checked, enabled }) => ({ id, label, checked, enabled })),
  notifications,
  opened,
})
globalThis.seatledgerClickTray = (id) => menu.getMenuItemById(id).click()
