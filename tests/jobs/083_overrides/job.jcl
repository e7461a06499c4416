//OVERRIDE JOB 1,'OVERRIDES OF DDS'
//P        PROC
//A        EXEC PGM=GETDATA
//SYSOUT   DD SYSOUT=*
//IN       DD DUMMY
//B        EXEC PGM=PUTDATA
//SYSIN    DD *
OF THE PROCEDURE
//OUT      DD DSN=&&B,DISP=(NEW,PASS),UNIT=3390,SPACE=(TRK,1),
//            DCB=(RECFM=FB,LRECL=80)
//C        EXEC PGM=GETDATA
//IN       DD DSN=&&B,DISP=(OLD,DELETE)
//SYSOUT   DD SYSOUT=*
//         PEND
//*1 as it is
//PLAIN    EXEC P
//*2 in another order than the procedure's; DD * takes everything else away
//ORDER    EXEC P
//C.SYSOUT DD SYSOUT=B
//A.IN     DD *
FROM THE CALL TO A
//B.SYSIN  DD *
FROM THE CALL TO B
//*3 DCB subparameters are merged, DISP is taken whole, a name makes DUMMY a data set
//KEEP     EXEC P
//B.OUT    DD DSN=TEST.OVER,DISP=(NEW,CATLG),DCB=LRECL=40
//C.IN     DD DSN=TEST.OVER,DISP=SHR
//*4 KEYWORD= takes away: the unit goes, VOL names the place
//NULLIFY  EXEC P
//B.OUT    DD UNIT=,VOL=SER=TST001
//*5 SYSOUT= and DUMMY instead of a data set
//CHANGE   EXEC P,COND.C=(0,LE)
//B.OUT    DD SYSOUT=*
//LATER    EXEC PGM=GETDATA
//IN       DD DSN=TEST.OVER,DISP=(OLD,DELETE)
//SYSOUT   DD SYSOUT=*
//UNKNOWN  JOB 1,'NO SUCH STEP'
//P        PROC
//A        EXEC PGM=ENDCODE
//         PEND
//CALL     EXEC P
//NOSTEP.D DD DUMMY
