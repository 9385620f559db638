import type { members as en } from '../en/members'
import type { Same } from '../types'

/** German words of the members page. */
export const members: Same<typeof en> = {
  'members.lead':
    'Ein gesperrtes Mitglied kommt sofort nicht mehr in dieses Projekt; seine Annotationen bleiben.',
  'members.loading': 'Die Mitglieder werden gelesen …',
  'members.add': 'Mitglied hinzufügen',
  'members.addGo': 'Hinzufügen',
  'members.emailHint': 'Die Person braucht ein Konto auf diesem Server.',
  'members.role': 'Rolle',
  'members.roleOf': 'Rolle von {name}',
  'members.approver': 'Darf Freigaben genehmigen',
  'members.approverHint': 'Nie den eigenen Antrag.',
  'members.approves': 'genehmigt',
  'members.approverOf': '{name} genehmigt Freigaben',
  'members.status': 'Status',
  'members.status.active': 'aktiv',
  'members.status.suspended': 'gesperrt',
  'members.suspend': 'Sperren',
  'members.reactivate': 'Wieder zulassen',
  'members.you': 'Sie',
  'members.emailHidden': 'Ihnen nicht gezeigt',
  'members.actions': 'Aktionen',
  'members.emptyTitle': 'Noch niemand hier',
  'members.emptyText': 'Fügen Sie hinzu, wer annotiert und prüft. Alle sehen nur dieses Projekt.',
}
