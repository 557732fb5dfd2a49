from django import template

from kneecoach.accounts.devices import device

register = template.Library()
register.filter("device", device)
