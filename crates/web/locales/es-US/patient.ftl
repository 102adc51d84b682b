### Lo que leen los pacientes. Cada clave está también en en-US.

patient-page-not-found = Esta página no existe o el enlace ha caducado.
