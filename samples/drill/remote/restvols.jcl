//REST01   JOB (DR),'RESTORE LOC001',CLASS=A,MSGCLASS=H
//*
//* LOC001 from the tapes of the local site onto device
//* 0C00, whose volume takes over its serial.
//*
//RESTORE  EXEC PGM=ADRDSSU
//SYSPRINT DD SYSOUT=*
//TAPE     DD DSN=DR.DUMP.LOC001,DISP=OLD
//DASD     DD UNIT=0C00,DISP=OLD
//SYSIN    DD *
  RESTORE FULL INDDNAME(TAPE) OUTDDNAME(DASD) -
          COPYVOLID PURGE
/*
//REST02   JOB (DR),'RESTORE LOC002',CLASS=A,MSGCLASS=H
//*
//* LOC002 from the tapes of the local site onto device
//* 0C01, whose volume takes over its serial.
//*
//RESTORE  EXEC PGM=ADRDSSU
//SYSPRINT DD SYSOUT=*
//TAPE     DD DSN=DR.DUMP.LOC002,DISP=OLD
//DASD     DD UNIT=0C01,DISP=OLD
//SYSIN    DD *
  RESTORE FULL INDDNAME(TAPE) OUTDDNAME(DASD) -
          COPYVOLID PURGE
/*
//REST03   JOB (DR),'RESTORE LOC003',CLASS=A,MSGCLASS=H
//*
//* LOC003 from the tapes of the local site onto device
//* 0C02, whose volume takes over its serial.
//*
//RESTORE  EXEC PGM=ADRDSSU
//SYSPRINT DD SYSOUT=*
//TAPE     DD DSN=DR.DUMP.LOC003,DISP=OLD
//DASD     DD UNIT=0C02,DISP=OLD
//SYSIN    DD *
  RESTORE FULL INDDNAME(TAPE) OUTDDNAME(DASD) -
          COPYVOLID PURGE
/*
//REST04   JOB (DR),'RESTORE LOC004',CLASS=A,MSGCLASS=H
//*
//* LOC004 from the tapes of the local site onto device
//* 0C03, whose volume takes over its serial.
//*
//RESTORE  EXEC PGM=ADRDSSU
//SYSPRINT DD SYSOUT=*
//TAPE     DD DSN=DR.DUMP.LOC004,DISP=OLD
//DASD     DD UNIT=0C03,DISP=OLD
//SYSIN    DD *
  RESTORE FULL INDDNAME(TAPE) OUTDDNAME(DASD) -
          COPYVOLID PURGE
/*
//REST05   JOB (DR),'RESTORE LOC005',CLASS=A,MSGCLASS=H
//*
//* LOC005 from the tapes of the local site onto device
//* 0C04, whose volume takes over its serial.
//*
//RESTORE  EXEC PGM=ADRDSSU
//SYSPRINT DD SYSOUT=*
//TAPE     DD DSN=DR.DUMP.LOC005,DISP=OLD
//DASD     DD UNIT=0C04,DISP=OLD
//SYSIN    DD *
  RESTORE FULL INDDNAME(TAPE) OUTDDNAME(DASD) -
          COPYVOLID PURGE
/*
//
