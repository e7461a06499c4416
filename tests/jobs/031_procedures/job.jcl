//PROCS    JOB 1,'PROCEDURES'
//* in-stream procedure, overrides by place and by name, PARM and COND of steps
//TWOSTEP  PROC CODE=0
//A        EXEC PGM=ENDCODE,PARM=&CODE
//IN       DD DSN=&&NONE,DISP=(NEW,DELETE),UNIT=3390,SPACE=(TRK,1)
//B        EXEC PGM=GETDATA,COND=(4,LT,A)
//IN       DD *
FIRST
//         DD *
SECOND
//SYSOUT   DD SYSOUT=*
//         PEND
//ONE      EXEC TWOSTEP
//TWO      EXEC TWOSTEP,CODE=8
//THREE    EXEC TWOSTEP,PARM.A=8,COND.B=
//A.IN     DD DUMMY
//B.IN     DD
//         DD *
OTHER
//         DD *
THIRD
//B.EXTRA  DD SYSOUT=*
//FOUR     EXEC TWOSTEP,COND=(0,LE)
//LAST     EXEC PGM=ENDCODE,COND=((8,EQ,TWO.A),(8,LT,THREE.A))
